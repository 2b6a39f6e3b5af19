import ClientCLI

ClientCommand.start()
