namespace GeodeArchive.Cli;

/// <summary>The process's own standard streams.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Environment">The process.</param>
internal sealed record StandardConsole(TextWriter Output, TextWriter Error, ProcessEnvironment Environment) : ICommandConsole;
