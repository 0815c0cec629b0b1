namespace GeodeArchive.Inspect;

/// <summary>What the program says about itself.</summary>
internal static class HelpText
{
    /// <summary>Where to look after a mistake.</summary>
    public const string Hint = "HINT: geode-inspect --help shows what it takes";

    /// <summary>The help.</summary>
    public const string Full = """
        Explains the files of an archive, or of a database's log or store, field by field, intact or damaged.

        Usage:
          geode-inspect [OPTIONS] FILE...
          geode-inspect [OPTIONS] repository|key-slot|manifest|segment|index|backup|export FILE...
          geode-inspect [OPTIONS] access|wal|timeline FILE...
          geode-inspect [OPTIONS] wal-archive|wal-object|wal-covered FILE...
          geode-inspect [OPTIONS] superblock DIR|FILE
          geode-inspect [OPTIONS] tree DIR|FILE [--graph N]
          geode-inspect [OPTIONS] page FILE NUMBER
          geode-inspect completion bash|zsh|fish

        The kind of a file is found out from its content, unless it is given. A file that has the name
        of a kind goes as ./segment.

        Damage never stops the program: every check that fails is shown as "! NAME at offset N: detail",
        with the names of format-spec/conventions.md, and all that can still be read is shown. Without
        trailer or footer, blocks are found by their own headers.

        A segment of a log (wal) is followed frame by frame. Where it ends is said, and why; that is
        damage only if the file itself says that what is missing was acknowledged.

        Of a store, superblock shows the four slots of the catalog in a data directory, and which of
        them is used and why. tree walks the catalog's tree, or that of a graph: that of the file, or of
        --graph: each page with its level, fill and first key. page shows one page and all that is in it,
        with keys and rows decoded.

        Of what is encrypted, headers are shown. With a key, segments and indexes that lie in their archive
        root (ROOT/archive/segments/xx/ID) are decrypted, shown and checked as others are, and manifests
        are checked to be made with the archive's keys.

        Options:
          --json      one JSON object a line, each with the file and what it is about
          --chunks    list every chunk of every block of a segment
          --records   list every record of every frame of a log
          --tree      show the tree nodes in metadata segments: directories, files, extents
          --graph N   the graph whose tree is walked
          --recover   go on past damage; always done
          --encryption-key-file FILE         the file with the key of the archive
          --encryption-passphrase-file FILE  a file with its passphrase on the first line
          --version   show the version
          -h, --help  show this help

        Examples:
          geode-inspect /backups/full-20260125
          geode-inspect segment /backups/archive/segments/*/* | head
          geode-inspect wal --records /var/lib/geode/data/wal/00000000000000000007
          geode-inspect tree /var/lib/geode/data --graph 1
          geode-inspect page /var/lib/geode/data/graphs/00000001 4
          geode-inspect --json manifest /backups/archive/manifest/* | grep '"item":"failure"'

        Exit codes:
           0  all files are intact
           1  a file could not be read
           2  the command line is wrong
          10  a file is damaged
          11  the key is none, or does not open the archive
          12  a file, or the graph or page that was asked for, does not exist

        """;
}
