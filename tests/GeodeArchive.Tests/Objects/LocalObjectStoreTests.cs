using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Tests.Io;

namespace GeodeArchive.Tests.Objects;

/// <summary>The store over a directory of this machine.</summary>
public sealed class LocalObjectStoreTests : ObjectStoreConformance
{
    [Fact]
    public void Names_with_a_leading_dot_are_not_objects()
    {
        using var directory = new TemporaryDirectory();
        System.IO.File.WriteAllText(System.IO.Path.Combine(directory.TextPath, ".0011223344556677.tmp"), "half");
        var machine = SystemMachine.Create();
        using var store = new LocalObjectStore(machine.Files.OpenDirectory(directory.Path), machine.Entropy);
        Assert.Empty(store.List(string.Empty));
        Assert.False(ObjectKey.IsValid("a/.b"));
        Assert.False(ObjectKey.IsValid("a//b"));
        Assert.False(ObjectKey.IsValid("../b"));
        Assert.False(ObjectKey.IsValid("a\nb"));
    }

    [Fact]
    public void Files_and_directories_are_for_their_owner_only()
    {
        using var directory = new TemporaryDirectory();
        var machine = SystemMachine.Create();
        using var store = new LocalObjectStore(machine.Files.OpenDirectory(directory.Path), machine.Entropy);
        store.PutIfAbsent(ObjectKey.From("archive/x"), "x"u8);
        using var root = machine.Files.OpenDirectory(directory.Path);
        using var archive = root.OpenDirectory(FileName.From("archive"));
        Assert.Equal(0x1C0, archive.GetMetadata().Mode);
        Assert.Equal(0x180, archive.GetMetadata(FileName.From("x")).Mode);
    }

    /// <inheritdoc/>
    protected override void With(Action<IObjectStore, Machine> test)
    {
        using var directory = new TemporaryDirectory();
        var machine = SystemMachine.Create();
        using var store = new LocalObjectStore(machine.Files.OpenDirectory(directory.Path), machine.Entropy);
        test(store, machine);
    }
}
