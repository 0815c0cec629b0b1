using System.Globalization;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Entries of a backup's tree for people. Columns have fixed widths: a listing is printed while it is read.</summary>
internal static class EntryText
{
    private const string Permissions = "rwxrwxrwx";
    private const uint SetUser = 0x800; // 04000
    private const uint SetGroup = 0x400; // 02000
    private const uint Sticky = 0x200; // 01000

    /// <summary>"etc/hosts", "etc/ssl/".</summary>
    public static string Short(ListedEntry listed) => listed.Entry.Kind == EntryKind.Directory ? listed.Path + "/" : listed.Path;

    /// <summary>"-rw-r--r--     0     0          220 2026-01-25 02:00:00 etc/hosts".</summary>
    public static string Long(ListedEntry listed)
    {
        var entry = listed.Entry;
        var size = entry.IsDevice
            ? string.Create(CultureInfo.InvariantCulture, $"{entry.DeviceMajor},{entry.DeviceMinor}")
            : entry.Size.ToString(CultureInfo.InvariantCulture);
        var time = TimeText.OfFile(entry.ModifiedSeconds);
        var target = entry.Kind == EntryKind.SymbolicLink ? $" -> {TargetOf(entry)}" : string.Empty;
        var flags = entry.Flags == EntryFlags.None ? string.Empty : $" ({Describe(entry.Flags)})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ModeOf(entry)} {entry.UserId,5} {entry.GroupId,5} {size,12} {time} {Short(listed)}{target}{flags}");
    }

    /// <summary>The kind, as documents name it.</summary>
    public static string NameOf(EntryKind kind) => kind switch
    {
        EntryKind.File => "file",
        EntryKind.Directory => "directory",
        EntryKind.SymbolicLink => "link",
        EntryKind.Fifo => "fifo",
        EntryKind.Socket => "socket",
        EntryKind.CharacterDevice => "character-device",
        EntryKind.BlockDevice => "block-device",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not the kind of an entry"),
    };

    /// <summary>The target of a link.</summary>
    public static string TargetOf(TreeEntry link) => ByteText.Show(link.LinkTarget.Span);

    /// <summary>What went wrong when it was backed up.</summary>
    public static string Describe(EntryFlags flags) => (flags & EntryFlags.Unreadable) != 0
        ? "it could not be read when it was backed up"
        : "it changed while it was backed up";

    private static string ModeOf(TreeEntry entry)
    {
        Span<char> text = stackalloc char[1 + Permissions.Length];
        text[0] = entry.Kind switch
        {
            EntryKind.Directory => 'd',
            EntryKind.SymbolicLink => 'l',
            EntryKind.Fifo => 'p',
            EntryKind.Socket => 's',
            EntryKind.CharacterDevice => 'c',
            EntryKind.BlockDevice => 'b',
            _ => '-',
        };
        for (var i = 0; i < Permissions.Length; i++)
        {
            text[1 + i] = (entry.Mode >> (Permissions.Length - 1 - i) & 1) != 0 ? Permissions[i] : '-';
        }

        Mark(text, 3, (entry.Mode & SetUser) != 0, 's');
        Mark(text, 6, (entry.Mode & SetGroup) != 0, 's');
        Mark(text, 9, (entry.Mode & Sticky) != 0, 't');
        return text.ToString();
    }

    /// <summary>As ls does it: lower case where it may be executed, too.</summary>
    private static void Mark(Span<char> text, int place, bool isSet, char letter)
    {
        if (isSet)
        {
            text[place] = text[place] == 'x' ? letter : char.ToUpperInvariant(letter);
        }
    }
}
