using System.Collections.Immutable;
using GeodeArchive.Configuration.Keys;
using GeodeArchive.Configuration.Reading;
using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Configuration;

/// <summary>What is configured, with the origin of each value. Immutable.</summary>
public sealed class GeodeConfiguration
{
    private const string Hidden = "(secret)";

    private readonly ImmutableDictionary<string, Given> _given;

    private GeodeConfiguration(string? file, ImmutableDictionary<string, Given> given, ImmutableArray<string> warnings)
    {
        File = file;
        _given = given;
        Warnings = warnings;
    }

    /// <summary>What is in force where there is no file.</summary>
    public static GeodeConfiguration Default { get; } = new(null, ImmutableDictionary<string, Given>.Empty, []);

    /// <summary>The file, for people; null if there is none.</summary>
    public string? File { get; }

    /// <summary>What is doubtful in the file, each with its place.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>All keys with what is in force, in the order of <see cref="KeyRegistry.All"/>.</summary>
    public IEnumerable<Setting> Settings => KeyRegistry.All.Select(key => new Setting(key, TextOf(key), OriginOf(key)));

    /// <summary>Reads a document: all of it is known, of the right types, and without contradictions.</summary>
    /// <param name="bytes">The document, TOML 1.0.</param>
    /// <param name="file">Its name in messages and origins.</param>
    /// <exception cref="ConfigurationException">It cannot be taken as it is.</exception>
    public static GeodeConfiguration Read(ReadOnlySpan<byte> bytes, string file)
    {
        var given = ImmutableDictionary.CreateBuilder<string, Given>();
        foreach (var (key, value, place) in DocumentReader.Read(TomlDocument.Read(bytes, file), file))
        {
            given.Add(key.Path, new Given(value, new SettingOrigin(OriginKind.File, file, place.Line), place));
        }

        var read = new GeodeConfiguration(file, given.ToImmutable(), []);
        return new GeodeConfiguration(file, read._given, ConsistencyCheck.Run(read));
    }

    /// <summary>The value of a key: that which is given, else its default; null if there is neither.</summary>
    public T? Get<T>(ConfigurationKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _given.TryGetValue(key.Path, out var given) ? (T?)given.Value : key.Default;
    }

    /// <summary>Whether somebody gave a value.</summary>
    public bool IsGiven(ConfigurationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _given.ContainsKey(key.Path);
    }

    /// <summary>Where the value of a key comes from.</summary>
    public SettingOrigin OriginOf(ConfigurationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _given.TryGetValue(key.Path, out var given) ? given.Origin : SettingOrigin.Default;
    }

    /// <summary>The same, but for the value of one key: that of an option or a variable, which goes before the file.</summary>
    public GeodeConfiguration With<T>(ConfigurationKey<T> key, T value, SettingOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new GeodeConfiguration(File, _given.SetItem(key.Path, new Given(value, origin, default)), Warnings);
    }

    /// <summary>A failure at the value of a key.</summary>
    internal ConfigurationException Fail(ConfigurationKey key, string detail, string hint)
    {
        var place = _given.TryGetValue(key.Path, out var given) ? given.Place : default;
        return new ConfigurationException(File!, place.Line, place.Column, detail, hint);
    }

    private string? TextOf(ConfigurationKey key)
    {
        var value = _given.TryGetValue(key.Path, out var given) ? given.Value : key.DefaultValue;
        return value is not null && key.IsSecret ? Hidden : key.Show(value);
    }

    /// <summary>A value that somebody gave.</summary>
    private sealed record Given(object? Value, SettingOrigin Origin, TomlPlace Place);
}
