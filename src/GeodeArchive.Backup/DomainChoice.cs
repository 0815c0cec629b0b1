using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>Whether a backup is encrypted, and with whom it can be compared.</summary>
internal static class DomainChoice
{
    /// <summary>
    /// The domain of a new backup: as is asked for, else that of the backup which it goes on from, so that a chain which was begun
    /// encrypted never goes on in the clear by oversight.
    /// </summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: it is to be encrypted, and there is no key.</exception>
    public static ArchiveDomain Choose(ArchiveRepository repository, bool? isEncrypted, BackupAddRecord? parent)
    {
        var domain = isEncrypted is { } asked
            ? asked ? Domain.Encrypted : Domain.Plain
            : parent?.Domain ?? Domain.Plain;
        return repository.DomainOf(domain);
    }

    /// <summary>Why a parent cannot be compared with, and everything is read; null if it can.</summary>
    public static string? WhyNotComparable(ArchiveDomain domain, BackupAddRecord parent)
    {
        if (parent.Domain != domain.Domain)
        {
            return parent.Domain == Domain.Encrypted
                ? $"{parent.Name} is encrypted and this backup is not, and the two share nothing: everything was read"
                : $"{parent.Name} is not encrypted and this backup is, and the two share nothing: everything was read";
        }

        return domain.CanRead
            ? null
            : $"the key can make backups and not read {parent.Name}: everything was read; what the archive holds was not stored again";
    }
}
