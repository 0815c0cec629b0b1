using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary>A key that was found.</summary>
/// <param name="Secret">What it is.</param>
/// <param name="IsUsual">True if nobody named it: it lies in the usual place, and may be that of another archive.</param>
internal sealed record GivenKey(KeySecret Secret, bool IsUsual) : IDisposable
{
    /// <summary>Unlocks a repository that has keys.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: it is wrong, and somebody named it.</exception>
    public void Unlock(ArchiveRepository repository)
    {
        try
        {
            repository.TryUnlock(Secret);
        }
        catch (RepositoryException error) when (error.Error == RepositoryError.Key && IsUsual)
        {
            // Whatever needs a key says that none was given.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Secret.Dispose();
}
