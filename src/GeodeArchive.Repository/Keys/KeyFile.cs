using System.Buffers.Text;
using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Repository.Keys;

/// <summary>Reads key files and files with passphrases.</summary>
public static class KeyFile
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    private const int FileSizeMax = 4096;
    private const string KeyHint =
        "a key file holds 32 bytes, or 64 hexadecimal or 44 base64 digits: geode-archive key generate --output FILE makes one";

    /// <summary>Reads a key: 32 bytes, or 64 hexadecimal or 44 base64 digits and maybe a newline.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>.</exception>
    public static KeySecret ReadKey(Machine machine, FilePath path)
    {
        var content = Read(machine, path, KeyHint);
        return Decode(content) is { } key
            ? new KeySecret(KeyDerivation.KeyFile, key, path.ToString())
            : throw new RepositoryException(
                RepositoryError.Key, $"{path} is no key file: it holds {content.Length} bytes that are no key", KeyHint);
    }

    /// <summary>Reads a passphrase: the first line of a file.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>.</exception>
    public static KeySecret ReadPassphrase(Machine machine, FilePath path)
    {
        const string hint = "put the passphrase alone on the first line of a file that only you can read";
        var content = Read(machine, path, hint);
        var end = content.AsSpan().IndexOfAny((byte)'\n', (byte)'\r');
        var line = end < 0 ? content : content[..end];
        return line.Length > 0
            ? new KeySecret(KeyDerivation.Passphrase, line, path.ToString())
            : throw new RepositoryException(RepositoryError.Key, $"{path} holds no passphrase: its first line is empty", hint);
    }

    /// <summary>Whether there is a file of that name.</summary>
    public static bool Exists(Machine machine, FilePath path)
    {
        try
        {
            using var directory = machine.Files.OpenDirectory(path.Parent);
            return path.Name is { } name && directory.GetMetadata(name).Kind != FileKind.Directory;
        }
        catch (FileException error) when (error.Error is FileError.NotFound or FileError.NotADirectory)
        {
            return false;
        }
    }

    private static byte[] Read(Machine machine, FilePath path, string hint)
    {
        try
        {
            using var directory = machine.Files.OpenDirectory(path.Parent);
            var name = path.Name ?? throw new RepositoryException(RepositoryError.Key, $"{path} is no file", hint);
            using var file = directory.OpenFile(name);
            if (file.Length > FileSizeMax)
            {
                throw new RepositoryException(RepositoryError.Key, $"{path} is no key file: it is {file.Length} bytes long", hint);
            }

            var content = new byte[file.Length];
            return content[..file.Read(content, 0)];
        }
        catch (FileException error)
        {
            throw new RepositoryException(RepositoryError.Key, $"the key cannot be read: {error.Message}", hint, error);
        }
    }

    private static byte[]? Decode(byte[] content)
    {
        if (content.Length == KeySize)
        {
            return content;
        }

        var text = content.AsSpan().TrimEnd("\r\n"u8);
        var key = new byte[KeySize];
        if (text.Length == 2 * KeySize)
        {
            var status = Convert.FromHexString(Encoding.ASCII.GetString(text), key, out _, out _);
            return status == System.Buffers.OperationStatus.Done ? key : null;
        }

        return text.Length == Base64.GetMaxEncodedToUtf8Length(KeySize)
            && Base64.DecodeFromUtf8(text, key, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == KeySize
            ? key
            : null;
    }
}
