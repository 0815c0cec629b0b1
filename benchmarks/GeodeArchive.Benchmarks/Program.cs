using System.Reflection;
using BenchmarkDotNet.Running;
using GeodeArchive.Benchmarks;

BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, new BriefConfig());
