using GeodeArchive.Configuration.Keys;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Reading;

/// <summary>Finds and reads the file.</summary>
public static class ConfigurationFile
{
    /// <summary>The variable that names the file where no option does.</summary>
    public const string Variable = "GEODE_CONFIG";

    private const int SizeMax = 1 << 20;
    private const int ReadByOthers = 0x24; // 0044

    /// <summary>The file where neither an option nor the environment names one; it may be absent.</summary>
    public static FilePath Usual { get; } = FilePath.From("/etc/geode/geode.toml");

    /// <summary>Reads the configuration.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="option">The file that an option names; null for none.</param>
    /// <param name="environment">The file that <see cref="Variable"/> names; null for none.</param>
    /// <exception cref="FileException">The file is named, and cannot be read; or the usual one is there, and cannot be read.</exception>
    /// <exception cref="ConfigurationException">It cannot be taken as it is.</exception>
    public static GeodeConfiguration Load(Machine machine, FilePath? option, FilePath? environment)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if ((option ?? environment) is { } named)
        {
            return Read(machine, named);
        }

        try
        {
            return Read(machine, Usual);
        }
        catch (FileException error) when (error.Error is FileError.NotFound or FileError.NotADirectory)
        {
            return GeodeConfiguration.Default;
        }
    }

    private static GeodeConfiguration Read(Machine machine, FilePath path)
    {
        using var directory = machine.Files.OpenDirectory(path.Parent);
        var name = path.Name ?? throw new FileException(FileError.WrongKind, "read", path.ToString(), "it is no file");
        using var file = directory.OpenFile(name);
        if (file.Length > SizeMax)
        {
            throw new ConfigurationException(path.ToString(), 0, 0, $"{file.Length} bytes are no configuration",
                $"at most {SizeMax} bytes");
        }

        var content = new byte[file.Length];
        var configuration = GeodeConfiguration.Read(content.AsSpan(0, file.Read(content, 0)), path.ToString());
        DemandPrivateSecrets(configuration, directory.GetMetadata(name).Mode);
        return configuration;
    }

    private static void DemandPrivateSecrets(GeodeConfiguration configuration, int mode)
    {
        if ((mode & ReadByOthers) != 0 && KeyRegistry.All.FirstOrDefault(key => key.IsSecret && configuration.IsGiven(key)) is { } secret)
        {
            throw configuration.Fail(secret, $"{secret.Path} can be read by others", "chmod 600 the file");
        }
    }
}
