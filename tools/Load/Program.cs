using GeodeArchive.Io;
using GeodeArchive.Load;

return LoadCommandLine.Run(SystemMachine.Create(), Console.Out, Console.Error, args);
