using System.Reflection;
using GeodeArchive.Fuzz;

// tools/test reads the last line. A seed that is not given is a new one each time, and printed.
var root = typeof(FuzzCommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute =>
    attribute.Key == "RepositoryRoot").Value!;
var seed = (ulong)Random.Shared.NextInt64(1_000_000_000);
return FuzzCommandLine.Run(args, seed, Path.Combine(root, "fuzz", "regressions"), Console.Out);
