using System.Collections.Immutable;

namespace GeodeArchive.Configuration.Values;

/// <summary>A token that the server takes: known by its hash only, so that who reads the configuration has no token.</summary>
/// <param name="Name">What logs call it.</param>
/// <param name="Role">What its bearer may do.</param>
/// <param name="Sha256">SHA-256 of the token's bytes: tokens are long and random, so that nothing slower is needed.</param>
public sealed record ServerToken(string Name, TokenRole Role, ImmutableArray<byte> Sha256);
