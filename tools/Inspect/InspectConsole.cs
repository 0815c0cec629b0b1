namespace GeodeArchive.Inspect;

/// <summary>Where the program speaks. Owns neither.</summary>
/// <param name="Output">For what was asked for, UTF-8.</param>
/// <param name="Error">For messages.</param>
public sealed record InspectConsole(Stream Output, TextWriter Error);
