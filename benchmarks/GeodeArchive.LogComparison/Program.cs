using GeodeArchive.LogComparison;

// Measures appends to the log against a bare loop of the same disk and against FasterLog, and databases, in turn, on one directory.
if (args is [GeodeDatabaseProcess.Name, .. var request])
{
    return GeodeDatabaseProcess.Run(request);
}

if (args is [RecoveryProcess.Name, .. var asked])
{
    return RecoveryProcess.Run(asked);
}

var options = ComparisonOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(ComparisonOptions.Usage);
    return 2;
}

var comparison = new Comparison(options.Directory, options.Duration, options.Rounds);
if (options.Alone is { } clients)
{
    Console.WriteLine($"{await comparison.RunAlone(clients):N0} /s");
    return 0;
}

if (options.Includes(ComparisonOptions.Append))
{
    await comparison.Run();
}

var ours = new GeodeDatabase(options.Directory);
if (options.Includes(ComparisonOptions.Read))
{
    const long Rows = 1_000_000;
    Console.WriteLine($"read by id, cached, random of {Rows:N0}: {await ours.ReadNanoseconds(Rows):N0} ns, nothing allocated");
}

var all = DatabaseMeasurement.All(options.Duration, options.Rows);
if (all.Where(measurement => options.Includes(measurement.Name)).ToArray() is { Length: > 0 } measurements)
{
    var postgres = new PostgresPeer(options.PostgresPeer, options.Directory);
    await new DatabaseComparison([ours, postgres], options.Rounds).Run(measurements);
}

return 0;
