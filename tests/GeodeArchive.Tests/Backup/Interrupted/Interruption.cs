namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>What comes between a command and its end.</summary>
public enum Interruption
{
    /// <summary>The power goes out: any part of what was not synced is lost.</summary>
    PowerCut = 1,

    /// <summary>The process is killed: what it wrote is there, synced or not.</summary>
    Kill = 2,

    /// <summary>From one write on the disk is full, until the command has ended.</summary>
    FullDisk = 3,

    /// <summary>One change fails, a sync perhaps; and when the command has ended, the power goes out.</summary>
    FailedChange = 4,

    /// <summary>One reading of a file or a directory fails.</summary>
    FailedRead = 5,
}
