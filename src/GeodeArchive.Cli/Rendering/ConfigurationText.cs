using GeodeArchive.Configuration;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Shows a configuration: a key a line, and where its value comes from.</summary>
internal static class ConfigurationText
{
    private const int WidthMax = 80;

    /// <summary>Writes the keys with what is in force, and what is doubtful as notes.</summary>
    public static void Write(ICommandConsole console, GeodeConfiguration configuration)
    {
        var settings = configuration.Settings.ToList();
        var lines = settings.ConvertAll(setting => $"{setting.Key.Path} = {setting.Text ?? "(none)"}");
        var width = lines.Where(line => line.Length <= WidthMax).Max(line => line.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            console.Output.WriteLine($"{lines[i].PadRight(width)}  {settings[i].Origin}");
        }

        console.Output.WriteLine(configuration.File is { } file
            ? $"{file}: valid, {CountText.Of(settings.Count(setting => setting.Origin.Kind != OriginKind.Default), "key")} given"
            : "no configuration file: all is as by default");
        foreach (var warning in configuration.Warnings)
        {
            console.Error.WriteLine($"{CommandContext.ProgramName}: note: {warning}");
        }
    }
}
