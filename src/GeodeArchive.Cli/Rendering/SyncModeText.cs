using GeodeArchive.Wal;

namespace GeodeArchive.Cli.Rendering;

/// <summary>The names of <c>wal.sync_mode</c>.</summary>
internal static class SyncModeText
{
    /// <summary>The name, as the configuration has it.</summary>
    public static string NameOf(SyncMode mode) => mode switch
    {
        SyncMode.Fsync => "fsync",
        SyncMode.Fdatasync => "fdatasync",
        SyncMode.OpenDatasync => "open_datasync",
        SyncMode.None => "none",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "no such mode"),
    };
}
