using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Configuration.Toml;

/// <summary>Values by their keys, in the order in which the keys were first written.</summary>
public sealed class TomlTable
{
    private readonly List<TomlEntry> _entries = [];
    private readonly Dictionary<string, TomlEntry> _byName = new(StringComparer.Ordinal);

    /// <summary>The keys with their values.</summary>
    public IReadOnlyList<TomlEntry> Entries => _entries;

    /// <summary>Whether it was defined by a header, or by dotted keys of a section that has ended: it cannot be defined again.</summary>
    internal bool IsDefined { get; set; }

    /// <summary>Whether it was written inline, so that nothing can be added.</summary>
    internal bool IsInline { get; set; }

    /// <summary>Finds a key.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out TomlEntry? entry) => _byName.TryGetValue(name, out entry);

    internal void Add(TomlEntry entry)
    {
        _byName.Add(entry.Name, entry);
        _entries.Add(entry);
    }
}
