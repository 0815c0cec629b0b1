using System.Text;
using GeodeArchive.Inspect;
using GeodeArchive.Io;

// UTF-8 whatever the locale says: names and JSON must not depend on it.
using var output = SystemMachine.OpenStandardOutput();
var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var error = new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true };
return InspectCommandLine.Run(SystemMachine.Create(), new InspectConsole(output, error), args);
