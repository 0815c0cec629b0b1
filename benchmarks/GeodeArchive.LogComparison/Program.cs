using System.Globalization;
using GeodeArchive.LogComparison;

// Measures appends to the log against a bare loop of the same disk and against FasterLog, in turn, on one directory.
// Usage: GeodeArchive.LogComparison DIRECTORY [SECONDS] [ROUNDS]
if (args.Length is < 1 or > 3)
{
    Console.Error.WriteLine("usage: GeodeArchive.LogComparison DIRECTORY [SECONDS] [ROUNDS]");
    return 2;
}

var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 2;
var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
await new Comparison(args[0], TimeSpan.FromSeconds(seconds), rounds).Run();
return 0;
