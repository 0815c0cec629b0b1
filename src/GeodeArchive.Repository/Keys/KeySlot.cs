using System.Diagnostics.CodeAnalysis;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;

namespace GeodeArchive.Repository.Keys;

/// <summary>A key slot: who has the key file or knows the passphrase that it was made for gets the keys out of it.</summary>
public sealed class KeySlot
{
    /// <summary>Rounds of PBKDF2 for new slots: about a third of a second.</summary>
    private const int Iterations = 1_000_000;

    internal KeySlot(FileHeader header) => Header = header;

    /// <summary>The whole slot: its file is a header.</summary>
    public FileHeader Header { get; }

    /// <summary>Its id; the file is named by it.</summary>
    public FileId Id => Header.FileId;

    /// <summary>What it says.</summary>
    public KeySlotSection Section => Header.KeySlotSection;

    /// <summary>Makes a slot.</summary>
    /// <param name="machine">Gives randomness and time.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="keys">The keys to seal.</param>
    /// <param name="secret">What will open it.</param>
    /// <param name="access">What for.</param>
    /// <param name="label">For people.</param>
    internal static KeySlot Create(
        Machine machine, RepositoryId repository, RepositoryKeys keys, KeySecret secret, KeyAccess access, string label)
    {
        var id = new FileId(Identities.NewId(machine.Entropy));
        var salt = new byte[KeySlotSection.SaltSize];
        var nonce = new byte[SealedBytes.NonceSize];
        machine.Entropy.Fill(salt);
        machine.Entropy.Fill(nonce);
        var section = new KeySlotSection
        {
            Derivation = secret.Derivation,
            Access = access,
            Iterations = secret.Derivation == KeyDerivation.Passphrase ? Iterations : 0,
            Salt = Hash256.Read(salt),
            KeySetId = keys.KeySetId,
            Keys = new SealedBytes(nonce, new byte[SealedBytes.TagSize], []),
            Label = label,
        };
        Span<byte> authenticated = stackalloc byte[Sealing.SlotAuthenticatedSize];
        Sealing.WriteSlotAuthenticated(authenticated, repository, id, section);
        var slotKey = KeyDerivations.SlotKey(secret.Bytes, section.Derivation, section.Salt, section.Iterations);
        var sealedKeys = SecretSealing.Seal(slotKey, nonce, keys.ToSlot(access), authenticated);
        return new KeySlot(
            FileHeader.ForKeySlot(repository, id, WallTime.Now(machine.Clock), section with { Keys = sealedKeys }));
    }

    /// <summary>Opens the slot; false if it was made for something else.</summary>
    internal bool TryOpen(KeySecret secret, [NotNullWhen(true)] out RepositoryKeys? keys)
    {
        keys = null;
        if (secret.Derivation != Section.Derivation)
        {
            return false;
        }

        Span<byte> authenticated = stackalloc byte[Sealing.SlotAuthenticatedSize];
        Sealing.WriteSlotAuthenticated(authenticated, Header.RepositoryId, Id, Section);
        var slotKey = KeyDerivations.SlotKey(secret.Bytes, Section.Derivation, Section.Salt, Section.Iterations);
        if (!SecretSealing.TryOpen(slotKey, Section.Keys, authenticated, out var content))
        {
            return false;
        }

        keys = RepositoryKeys.FromSlot(Header.RepositoryId, Section.KeySetId, Section.Access, content);
        return true;
    }
}
