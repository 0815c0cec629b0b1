namespace GeodeArchive.EndToEnd.Tests;

/// <summary>A source tree with all that a directory tree may hold and this version restores.</summary>
internal static class OddTree
{
    private const string Script =
        """
        mkdir "$1"
        cd "$1"
        mkdir -p plain/deep/er 'with blank' empty/below many $'dir-\xe9'
        printf 'hello' >plain/a
        printf 'hello again, and a bit longer' >plain/deep/er/b
        printf 'x' >$'not-utf8-\xff\xfe'
        printf 'x' >$'dir-\xe9/file'
        printf 'x' >$'new\nline'
        printf 'x' >$'escape\x1b[31m'
        printf 'x' >'back\slash'
        printf 'x' >-dash
        printf 'x' >'Ünïcödé 日本'
        printf 'x' >"$(printf 'n%.0s' $(seq 255))"
        : >nothing
        for i in $(seq 300); do printf '%0*d' "$((i * 7))" "$i" >"many/file $i"; done

        # Several parts of 64 MiB, mostly holes, with bytes across the cuts.
        truncate -s 150M big
        head -c 3000000 /dev/urandom >big-start
        dd if=big-start of=big conv=notrunc status=none
        dd if=big-start of=big conv=notrunc status=none bs=1M seek=63
        dd if=big-start of=big conv=notrunc status=none bs=1M seek=127
        truncate -s 1M holes
        rm big-start

        ln -s plain/a link
        ln -s /absent/target dangling
        ln -s $'odd-\xff' odd-link
        ln -s . loop
        ln -s "$(printf 't%.0s' $(seq 1000))" long-link

        printf 'x' >locked
        printf 'x' >setuid
        printf 'x' >executable
        if [[ $(id -u) == 0 ]]; then
          printf 'x' >owned
          mkdir closed
          printf 'x' >closed/inside
          chown -h 1234:4321 owned link
          chmod 0000 locked closed
        fi
        chmod 4755 setuid
        chmod 0751 executable
        chmod 2770 'with blank'
        chmod 1777 empty

        touch -d '1901-12-14 00:00:00.000000001 UTC' plain/a
        touch -d '1969-12-31 23:59:59.999999999 UTC' nothing
        touch -d '2040-05-06 07:08:09.123456789 UTC' executable
        touch -d '2200-01-01 00:00:00.5 UTC' big
        touch -h -d '1985-10-26 01:21:00.123456789 UTC' link
        touch -d '2001-02-03 04:05:06.700000008 UTC' empty plain/deep .
        """;

    /// <summary>Makes the tree.</summary>
    public static void Make(string path) => Shell.Output(Script, path);
}
