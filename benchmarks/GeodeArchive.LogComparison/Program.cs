using System.Globalization;
using GeodeArchive.LogComparison;

// Measures appends to the log against a bare loop of the same disk and against FasterLog, in turn, on one directory.
// With CLIENTS only ours is measured, with so many, 0 being one that blocks: for a profiler.
const string Usage = "usage: GeodeArchive.LogComparison DIRECTORY [SECONDS [ROUNDS [CLIENTS]]]";
if (args.Length is < 1 or > 4)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 2;
var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
var comparison = new Comparison(args[0], TimeSpan.FromSeconds(seconds), rounds);
if (args.Length == 4)
{
    var perSecond = await comparison.RunAlone(int.Parse(args[3], CultureInfo.InvariantCulture));
    Console.WriteLine($"{perSecond:N0} /s");
    return 0;
}

await comparison.Run();
return 0;
