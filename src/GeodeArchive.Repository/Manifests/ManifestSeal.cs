using GeodeArchive.Format;

namespace GeodeArchive.Repository.Manifests;

/// <summary>What authenticates a manifest that was read before there were keys to check it with.</summary>
/// <param name="Number">The manifest.</param>
/// <param name="Trailer">Its trailer.</param>
/// <param name="HasKeys">Whether its repository had keys, so that it must be authenticated.</param>
internal readonly record struct ManifestSeal(ManifestNumber Number, Trailer Trailer, bool HasKeys);
