using System.Text.Json;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>Trees that come back as they were.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("none")]
    [InlineData("lz4")]
    [InlineData("lz4:12")]
    [InlineData("zstd")]
    [InlineData("zstd:-7")]
    [InlineData("gzip")]
    [InlineData("gzip:1")]
    public void Odd_tree_comes_back_to_the_nanosecond(string compression)
    {
        var source = _work["source"];
        OddTree.Make(source);
        var created = _work.Create(source, "full-1", "--compress", compression);
        Assert.Matches("^full-1: [0-9]+ files, 1[0-9] MB read, [0-9]+ MB new, [0-9]+ MB stored", created);
        Assert.StartsWith("full-1: intact; checked ", Verify("full-1"), StringComparison.Ordinal);
        _work.RestoreAndCompare("full-1", source);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_independent_decoder_reads_what_the_native_binary_wrote(bool isEncrypted)
    {
        // Lengths about those at which leaves begin and are hashed several at once.
        var source = _work["source"];
        Shell.Output(
            """
            mkdir "$1"; cd "$1"
            for length in 0 1 8191 8192 8193 16384 24576 65536 73737; do head -c $length /dev/urandom >f$length; done
            """,
            source);
        var key = _work["key"];
        Shell.Output("head -c 32 /dev/urandom >\"$1\"; chmod 600 \"$1\"", key);
        _work.Create(source, "full-1", isEncrypted ? ["--encrypt", "--encryption-key-file", key] : []);
        Shell.Output(
            """python3 "$1/format-spec/decoder/decode.py" "$2" --extract "$3" --check-index ${4:+--key-file "$4"}""",
            PublishedProgram.RepositoryRoot,
            $"{_work.Root}/full-1",
            _work["decoded"],
            isEncrypted ? key : "");
        Assert.Equal("", Shell.Output("diff -r \"$1\" \"$2\"", source, _work["decoded"]));
    }

    [Fact]
    public void Every_backup_of_a_chain_comes_back_alone()
    {
        var source = _work["source"];
        OddTree.Make(source);
        _work.Create(source, "full-1");
        Keep("full-1");
        Shell.Output(
            """
            cd "$1"
            echo more >>plain/deep/er/b
            rm 'many/file 7' nothing
            rm -r empty && ln -s plain empty
            rm link && mkdir link && echo x >link/now-a-directory
            rm -r $'dir-\xe9' && echo x >$'dir-\xe9'
            mv 'many/file 9' 'many/file 9 renamed'
            printf 'HELLO' >plain/a && touch -d '1901-12-14 00:00:00.000000001 UTC' plain/a
            dd if=/dev/urandom of=big conv=notrunc status=none bs=4096 count=3 seek=20000
            truncate -s 2M holes
            chmod 0600 executable
            touch -d '2005-01-01 UTC' setuid
            """,
            source);
        _work.Create(source, "incr-1", "--type", "incremental", "--base-backup", $"{_work.Root}/full-1");
        Keep("incr-1");
        Shell.Output("cd \"$1\"; rm -r many; truncate -s 10 big; echo new >plain/new", source);
        _work.Create(source, "incr-2", "--type", "incremental", "--base-backup", "full-1");
        _work.Create(source, "diff-1", "--type", "differential", "--base-backup", "full-1");
        Keep("incr-2");
        Keep("diff-1");

        foreach (var name in new[] { "full-1", "incr-1", "incr-2", "diff-1" })
        {
            _work.RestoreAndCompare(name, _work[$"kept-{name}"]);
            Verify(name);
        }

        Assert.Matches(
            """
            ^Backup Chain for full-1:
              1\. full-1 \([0-9]+ MB, [0-9-]{10} [0-9:]{8}\)
              2\. incr-1 \([0-9]+ KB, [0-9-]{10} [0-9:]{8}\)
              3\. incr-2 \([0-9]+ KB, [0-9-]{10} [0-9:]{8}\)
              4\. diff-1 \([0-9]+ KB, [0-9-]{10} [0-9:]{8}\)

            Total size: [0-9]+ MB
            Restore point: [0-9-]{10} [0-9:]{8}
            $
            """,
            Workspace.Succeed(PublishedProgram.Geode.Run("backup", "list", "--chain", $"{_work.Root}/incr-1")));
        var list = JsonDocument.Parse(Workspace.Succeed(PublishedProgram.Archive.Run("backup", "list", _work.Root, "--json"))).RootElement;
        Assert.Equal(
            ["full-1", "full-1", "incr-1", "full-1"],
            list.GetProperty("backups").EnumerateArray().Select(backup => backup.GetProperty("parent").GetString() ?? "full-1"));
    }

    [Fact]
    public void Same_content_is_stored_once()
    {
        var source = _work["source"];
        OddTree.Make(source);
        _work.Create(source, "full-1");
        var before = SizeOfArchive();
        _work.Create(source, "full-2");
        Assert.InRange(SizeOfArchive() - before, 0, before / 20);
        _work.RestoreAndCompare("full-2", source);
    }

    [Fact]
    public void Interrupted_backups_leave_nothing_that_shows_and_the_next_one_succeeds()
    {
        var source = _work["source"];
        OddTree.Make(source);
        var made = new List<string>();
        foreach (var seconds in new[] { "0.02", "0.05", "0.1", "0.2", "0.3", "0.5" })
        {
            var name = "cut-" + seconds;
            var run = Shell.Run(
                "timeout --signal=INT \"$1\" \"$2\" backup create --source \"$3\" --output \"$4\"",
                seconds,
                PublishedProgram.Archive.Path,
                source,
                $"{_work.Root}/{name}");
            if (run.ExitCode == 0)
            {
                made.Add(name);
            }
        }

        _work.Create(source, "full-1");
        made.Add("full-1");
        var list = Workspace.Succeed(PublishedProgram.Archive.Run("backup", "list", _work.Root));
        var listed = list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ')[0]).ToList();

        // One that was told to end between its commit and its own end is there, too, and whole, but maybe for its file.
        Workspace.Succeed(PublishedProgram.Archive.Run("repository", "repair", _work.Root));
        Assert.Empty(made.Except(listed));
        Assert.All(listed, name => Assert.StartsWith($"{name}: intact; ", Verify(name), StringComparison.Ordinal));
        _work.RestoreAndCompare("full-1", source);
    }

    [Fact]
    public async Task Two_backups_at_once_into_one_new_root_both_succeed()
    {
        var source = _work["source"];
        OddTree.Make(source);
        await Task.WhenAll(Task.Run(() => _work.Create(source, "first")), Task.Run(() => _work.Create(source, "second")));
        _work.RestoreAndCompare("first", source);
        _work.RestoreAndCompare("second", source);
    }

    [Fact]
    public void Paths_may_be_relative()
    {
        var source = _work["source"];
        OddTree.Make(source);
        Shell.Output(
            "cd \"$1\"; \"$2\" backup create --source source/. --output root/full-1",
            _work[string.Empty],
            PublishedProgram.Archive.Path);
        Verify("full-1");
        Shell.Output(
            "cd \"$1\"; \"$2\" backup restore --input full-1 --data-dir ../target",
            _work.Root,
            PublishedProgram.Archive.Path);
        Assert.Equal("", Shell.Output("rsync -naHAXi -@-1 --delete --checksum --exclude /huge \"$1/\" \"$2/\"", source, _work["target"]));
    }

    [Fact]
    public void Paths_longer_than_the_kernel_takes_come_back()
    {
        var source = _work["source"];
        Shell.Output(
            """
            mkdir "$1"
            cd "$1"
            for i in $(seq 40); do
              name=$(printf 'd%.0s' $(seq 250))$i
              mkdir "$name"
              cd -P "$name"
              printf '%d' "$i" >leaf
              [[ $i == 1 ]] || ln ../leaf again
            done
            """,
            source);
        _work.Create(source, "full-1");
        var target = _work["target"];
        Workspace.Succeed(PublishedProgram.Archive.Run("backup", "restore", "--input", $"{_work.Root}/full-1", "--data-dir", target));
        const string Walk =
            """
            cd "$1"
            while cd -P d* 2>/dev/null; do stat -c '%n %a %Y %h' leaf again 2>/dev/null || true; cat leaf; done
            """;
        Assert.Equal(Shell.Output(Walk, source), Shell.Output(Walk, target));
        Assert.Contains("40", Shell.Output(Walk, target), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_backup_of_a_chain_is_restored_over_the_one_before()
    {
        var source = _work["source"];
        OddTree.Make(source);
        _work.Create(source, "full-1");
        Shell.Output(
            """
            cd "$1"
            echo more >>plain/deep/er/b
            rm 'many/file 7' plain/hard socket
            mkdir socket
            rm -r $'dir-\xe9' && echo x >$'dir-\xe9'
            dd if=/dev/urandom of=big conv=notrunc status=none bs=4096 count=3 seek=20000
            setfattr -x user.one plain/a
            chmod 0600 executable
            """,
            source);
        _work.Create(source, "incr-1", "--type", "incremental", "--base-backup", "full-1");
        var target = _work["target"];
        string[] restore = ["backup", "restore", "--data-dir", target, "--input"];
        Workspace.Succeed(PublishedProgram.Archive.Run([.. restore, $"{_work.Root}/full-1"]));
        var before = Shell.Output("ls -lR \"$1\"", target);
        Assert.Contains("\nremove  plain/hard\n", Workspace.Succeed(
            PublishedProgram.Archive.Run([.. restore, $"{_work.Root}/incr-1", "--incremental", "--dry-run"])), StringComparison.Ordinal);
        Assert.Equal(before, Shell.Output("ls -lR \"$1\"", target));
        Workspace.Succeed(PublishedProgram.Archive.Run([.. restore, $"{_work.Root}/incr-1", "--incremental"]));
        _work.Compare(source, target);
        Shell.Output("touch \"$1/mine\"", target);
        Assert.Equal(13, PublishedProgram.Archive.Run([.. restore, $"{_work.Root}/full-1", "--delta"]).ExitCode);
        Workspace.Succeed(PublishedProgram.Archive.Run([.. restore, $"{_work.Root}/incr-1", "--delta", "--delete-extra"]));
        _work.Compare(source, target);
    }

    public void Dispose() => _work.Dispose();

    private string Verify(string name) => Workspace.Succeed(
        PublishedProgram.Archive.Run("backup", "verify", "--input", $"{_work.Root}/{name}", "--check-checksums", "--check-consistency"));

    private long SizeOfArchive() => long.Parse(Shell.Output("du -s --bytes \"$1\" | cut -f1", _work.Root));

    /// <summary>Keeps the source as it is now, to compare a restore with later.</summary>
    private void Keep(string name) => Shell.Output("cp -a \"$1\" \"$2\"", _work["source"], _work[$"kept-{name}"]);
}
