namespace GeodeArchive.Inspect;

/// <summary>What the program says about itself.</summary>
internal static class HelpText
{
    /// <summary>Where to look after a mistake.</summary>
    public const string Hint = "HINT: geode-inspect --help shows what it takes";

    /// <summary>The help.</summary>
    public const string Full = """
        Explains the files of an archive or of a database's log, field by field, intact or damaged.

        Usage:
          geode-inspect [OPTIONS] FILE...
          geode-inspect [OPTIONS] repository|manifest|segment|index|backup|wal|timeline FILE...

        The kind of a file is found out from its content, unless it is given. A file that has the name
        of a kind goes as ./segment.

        Damage never stops the program: every check that fails is shown as "! NAME at offset N: detail",
        with the names of format-spec/conventions.md, and all that can still be read is shown. Without
        trailer or footer, blocks are found by their own headers.

        A segment of a log (wal) is followed frame by frame. Where it ends is said, and why; that is
        damage only if the file itself says that what is missing was acknowledged.

        Options:
          --json      one JSON object a line, each with the file and what it is about
          --chunks    list every chunk of every block of a segment
          --records   list every record of every frame of a log
          --tree      show the tree nodes in metadata segments: directories, files, extents
          --recover   go on past damage; always done
          --version   show the version
          -h, --help  show this help

        Examples:
          geode-inspect /backups/full-20260125
          geode-inspect segment /backups/archive/segments/*/* | head
          geode-inspect wal --records /var/lib/geode/data/log/00000000000000000007
          geode-inspect --json manifest /backups/archive/manifest/* | grep '"item":"failure"'

        Exit codes:
           0  all files are intact
           1  a file could not be read
           2  the command line is wrong
          10  a file is damaged
          12  a file does not exist

        """;
}
