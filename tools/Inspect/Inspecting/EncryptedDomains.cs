using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Finds the archives that files lie in, and unlocks them with one key.</summary>
internal sealed class EncryptedDomains(Machine machine, KeySecret secret)
{
    // archive/segments/xx/ID
    private const int DepthMax = 4;

    private static readonly FileName Archive = FileName.From("archive");
    private static readonly FileName Repository = FileName.From("repository");

    private readonly Dictionary<FilePath, ArchiveDomain?> _domains = [];

    /// <summary>The encrypted domain of a file's archive; null if that has no keys.</summary>
    /// <exception cref="RepositoryException">It lies in no archive root, or the key opens none of its slots.</exception>
    public ArchiveDomain? DomainOf(FilePath path)
    {
        var folder = path.Parent;
        for (var depth = 0; depth <= DepthMax; depth++)
        {
            if (IsRoot(folder))
            {
                return DomainOfRoot(folder);
            }

            folder = folder.IsAbsolute ? folder.Parent : FilePath.From([.. folder.Bytes, .. "/.."u8]);
        }

        throw new RepositoryException(
            RepositoryError.NotARoot,
            $"{path} lies in no archive root, whose key slots could be opened",
            "a key is of use for files at their place: ROOT/archive/segments/xx/ID");
    }

    private bool IsRoot(FilePath folder)
    {
        try
        {
            using var directory = machine.Files.OpenDirectory(folder.Append(Archive));
            return directory.GetMetadata(Repository).Kind == FileKind.Regular;
        }
        catch (FileException error) when (error.Error is FileError.NotFound or FileError.NotADirectory)
        {
            return false;
        }
    }

    private ArchiveDomain? DomainOfRoot(FilePath root)
    {
        if (!_domains.TryGetValue(root, out var domain))
        {
            var store = new LocalObjectStore(machine.Files.OpenDirectory(root), machine.Entropy);
            using var repository = ArchiveRepository.Open(machine, store);
            domain = repository.TryUnlock(secret) ? repository.DomainOf(Domain.Encrypted) : null;
            _domains.Add(root, domain);
        }

        return domain;
    }
}
