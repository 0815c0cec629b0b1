namespace GeodeArchive.Simulation.Disks;

/// <summary>What goes wrong in an operation.</summary>
public enum FaultKind
{
    /// <summary>The power goes out before the operation or in the middle of it.</summary>
    PowerCut = 1,

    /// <summary>
    /// The operation fails. A write may have written its beginning. A rename that fails with an I/O error may have been done. After a
    /// failed sync some of the unsynced bytes are lost and later syncs succeed.
    /// </summary>
    Error = 2,

    /// <summary>A read gives one wrong bit; the medium holds the right one.</summary>
    FlippedBitInRead = 3,

    /// <summary>A read gives what was there before the last write.</summary>
    StaleRead = 4,

    /// <summary>A write stores one wrong bit.</summary>
    FlippedBitInWrite = 5,

    /// <summary>A write is reported as done and is not.</summary>
    LostWrite = 6,

    /// <summary>A write goes to another place of this file or of another one.</summary>
    MisdirectedWrite = 7,
}
