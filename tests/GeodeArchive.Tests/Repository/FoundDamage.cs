namespace GeodeArchive.Tests.Repository;

/// <summary>Damage as a verification names it.</summary>
/// <param name="Key">The file.</param>
/// <param name="Offset">Where in it the damaged structure is.</param>
/// <param name="Message">What an operator reads.</param>
internal sealed record FoundDamage(string? Key, long? Offset, string Message);
