using System.Text.Json;

namespace GeodeArchive.EndToEnd.Tests;

public sealed class CalibrateTests
{
    [Fact]
    public void Calibrate_measures_each_method_on_a_real_disk_and_leaves_nothing()
    {
        using var workspace = new Workspace();
        var place = Directory.CreateDirectory(workspace["disk"]).FullName;
        var run = PublishedProgram.Archive.Run("wal", "calibrate", place, "--seconds", "1", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var methods = document.RootElement.GetProperty("methods").EnumerateArray().ToList();
        Assert.Equal(
            ["fdatasync", "fsync", "open_datasync"],
            methods.Select(method => method.GetProperty("method").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(methods, method => Assert.True(method.GetProperty("writes_per_second").GetDouble() > 0));
        Assert.Contains(document.RootElement.GetProperty("advice").GetString(), new[] { "fdatasync", "fsync", "open_datasync" });
        Assert.Empty(Directory.EnumerateFileSystemEntries(place));
    }
}
