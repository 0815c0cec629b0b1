namespace GeodeArchive.Configuration;

/// <summary>Where a value comes from.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Name">The file, the variable, or the option; empty for the default.</param>
/// <param name="Line">Of a file, from 1; else 0.</param>
public sealed record SettingOrigin(OriginKind Kind, string Name, int Line)
{
    /// <summary>Nobody gave one.</summary>
    public static SettingOrigin Default { get; } = new(OriginKind.Default, string.Empty, 0);

    /// <summary>A variable of the environment.</summary>
    public static SettingOrigin OfVariable(string name) => new(OriginKind.Environment, name, 0);

    /// <summary>An option of the command line.</summary>
    public static SettingOrigin OfOption(string name) => new(OriginKind.Option, name, 0);

    /// <summary>For people: "default", "/etc/geode/geode.toml:12", "environment GEODE_CONFIG", "option --listen".</summary>
    public override string ToString() => Kind switch
    {
        OriginKind.File => $"{Name}:{Line}",
        OriginKind.Environment => $"environment {Name}",
        OriginKind.Option => $"option {Name}",
        _ => "default",
    };
}
