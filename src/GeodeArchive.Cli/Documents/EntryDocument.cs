using System.Globalization;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Documents;

/// <summary>A line of <c>backup ls --json</c>.</summary>
internal sealed record EntryDocument
{
    /// <summary>Its path in the backup.</summary>
    public required string Path { get; init; }

    /// <summary>file, directory, link, fifo, socket, character-device or block-device.</summary>
    public required string Type { get; init; }

    /// <summary>Permission bits, octal: "0644".</summary>
    public required string Mode { get; init; }

    /// <summary>Owner.</summary>
    public required long Uid { get; init; }

    /// <summary>Group.</summary>
    public required long Gid { get; init; }

    /// <summary>Bytes of a file; 0 for anything else.</summary>
    public required long Size { get; init; }

    /// <summary>Time of the last change of its content, RFC 3339 with nanoseconds.</summary>
    public required string Modified { get; init; }

    /// <summary>Names that it had.</summary>
    public required long LinkCount { get; init; }

    /// <summary>Target of a link; else null.</summary>
    public required string? Target { get; init; }

    /// <summary>Major and minor number of a device, "8:1"; else null.</summary>
    public required string? Device { get; init; }

    /// <summary>Names of its extended attributes.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>complete, or changed or unreadable when it was backed up.</summary>
    public required string State { get; init; }

    /// <summary>Describes an entry.</summary>
    public static EntryDocument From(ListedEntry listed)
    {
        var entry = listed.Entry;
        return new EntryDocument
        {
            Path = listed.Path,
            Type = EntryText.NameOf(entry.Kind),
            Mode = Convert.ToString(entry.Mode, toBase: 8).PadLeft(4, '0'),
            Uid = entry.UserId,
            Gid = entry.GroupId,
            Size = entry.Size,
            Modified = TimeText.OfFileForJson(entry.ModifiedSeconds, entry.ModifiedNanoseconds),
            LinkCount = entry.LinkCount,
            Target = entry.Kind == EntryKind.SymbolicLink ? EntryText.TargetOf(entry) : null,
            Device = entry.IsDevice ? string.Create(CultureInfo.InvariantCulture, $"{entry.DeviceMajor}:{entry.DeviceMinor}") : null,
            Attributes = [.. entry.Attributes.Select(attribute => ByteText.Show(attribute.Name.Span))],
            State = StateOf(entry.Flags),
        };
    }

    private static string StateOf(EntryFlags flags) =>
        (flags & EntryFlags.Unreadable) != 0 ? "unreadable" : (flags & EntryFlags.Changed) != 0 ? "changed" : "complete";
}
