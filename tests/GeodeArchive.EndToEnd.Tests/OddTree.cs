namespace GeodeArchive.EndToEnd.Tests;

/// <summary>A source tree with all that a directory tree may hold.</summary>
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

        ln plain/a plain/hard
        ln plain/a 'many/hard elsewhere'
        ln big big-hard
        ln nothing many/nothing-hard
        mkfifo fifo
        ln fifo many/fifo-hard
        ln dangling dangling-hard
        python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('socket')"

        # Holes at the beginning, between and at the end, one file of 15 TB.
        printf 'x' >end-hole
        truncate -s 1234567 end-hole
        truncate -s 300000 start-hole
        printf 'y' >>start-hole
        for i in $(seq 0 200); do printf 'z' | dd of=comb conv=notrunc status=none bs=4096 seek=$((i * 2)); done
        truncate -s 15T huge
        printf 'z' | dd of=huge conv=notrunc status=none bs=1M seek=5000000

        setfattr -n user.one -v value plain/a
        setfattr -n user.empty plain/a
        setfattr -n user.directory -v v plain
        setfattr -n user.nothing -v v nothing
        setfattr -n user.large -v "$(head -c 2500 /dev/urandom | base64 -w0)" big
        setfattr -n user.top -v v .

        printf 'x' >locked
        printf 'x' >setuid
        printf 'x' >executable
        if [[ $(id -u) == 0 ]]; then
          printf 'x' >owned
          mkdir closed
          printf 'x' >closed/inside
          chown -h 1234:4321 owned link
          chmod 0000 locked closed
          mknod character c 4000 1000000
          mknod block b 259 300000
          setfattr -n trusted.t -v v plain/deep
          setfattr -h -n trusted.l -v v link
          setfattr -h -n security.s -v v dangling
          setfattr -n trusted.f -v v fifo
          cp /bin/true capable
          chown 77:78 capable
          setcap cap_net_raw+ep capable
          setfacl -m u:1234:r-x,g:5:rwx,m::r-- executable
          setfacl -d -m u:7:rwx empty
          setfacl -m u:99:--- closed
          printf 'x' >empty/inherits
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

    /// <summary>Prints the data of each file below a directory, stretch by stretch, and whether it takes fewer blocks than it has bytes.</summary>
    public const string HolesScript =
        """
        cd "$1"
        python3 - <<'END'
        import os
        for directory, _, names in sorted(os.walk(b'.')):
            for name in sorted(names):
                path = os.path.join(directory, name)
                if not os.path.isfile(path) or os.path.islink(path):
                    continue
                with open(path, 'rb') as file:
                    size, end, data = os.fstat(file.fileno()).st_size, 0, []
                    while end < size:
                        try:
                            start = os.lseek(file.fileno(), end, os.SEEK_DATA)
                        except OSError:
                            break
                        end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
                        data.append((start, end))
                    print(path, size, os.fstat(file.fileno()).st_blocks * 512 < size, data)
        END
        """;

    /// <summary>Makes the tree.</summary>
    public static void Make(string path) => Shell.Output(Script, path);
}
