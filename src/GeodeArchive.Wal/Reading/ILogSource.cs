using GeodeArchive.Format;

namespace GeodeArchive.Wal.Reading;

/// <summary>Where records come from, in order: a log, or an archive of one. For one worker.</summary>
public interface ILogSource
{
    /// <summary>Reads the next record.</summary>
    /// <param name="record">Valid until the next call.</param>
    /// <returns>False if there is no more.</returns>
    /// <exception cref="LogException">What comes is damaged, or cannot be read.</exception>
    /// <exception cref="ArchiveFormatException">As well.</exception>
    bool TryRead(out LogRecord record);
}
