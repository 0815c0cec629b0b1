namespace GeodeArchive.Format;

/// <summary>The type of a log record; what is not named here is refused. The log does not look into redo records.</summary>
public enum LogRecordType : byte
{
    /// <summary>Ends a transaction.</summary>
    Commit = 1,

    /// <summary>The log was recovered here; records before it that no commit ended are void.</summary>
    Restart = 2,

    /// <summary>The first type of redo records.</summary>
    RedoFirst = 64,

    /// <summary>The last type of redo records.</summary>
    RedoLast = 127,
}
