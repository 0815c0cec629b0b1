namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout FileHeader in format-spec/file-header.md, in bytes.</summary>
internal static class FileHeaderLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 8;

    public const int VersionMajorOffset = MagicOffset + MagicSize;
    public const int VersionMajorSize = 2;

    public const int VersionMinorOffset = VersionMajorOffset + VersionMajorSize;
    public const int VersionMinorSize = 2;

    public const int KindOffset = VersionMinorOffset + VersionMinorSize;
    public const int KindSize = 2;

    public const int HeaderSizeOffset = KindOffset + KindSize;
    public const int HeaderSizeSize = 2;

    public const int FeaturesCompatibleOffset = HeaderSizeOffset + HeaderSizeSize;
    public const int FeaturesCompatibleSize = 8;

    public const int FeaturesReadOnlyOffset = FeaturesCompatibleOffset + FeaturesCompatibleSize;
    public const int FeaturesReadOnlySize = 8;

    public const int FeaturesIncompatibleOffset = FeaturesReadOnlyOffset + FeaturesReadOnlySize;
    public const int FeaturesIncompatibleSize = 8;

    public const int RepositoryIdOffset = FeaturesIncompatibleOffset + FeaturesIncompatibleSize;
    public const int RepositoryIdSize = 16;

    public const int FileIdOffset = RepositoryIdOffset + RepositoryIdSize;
    public const int FileIdSize = 16;

    public const int SessionIdOffset = FileIdOffset + FileIdSize;
    public const int SessionIdSize = 16;

    public const int CreatedOffset = SessionIdOffset + SessionIdSize;
    public const int CreatedSize = 8;

    public const int ChecksumOffset = CreatedOffset + CreatedSize;
    public const int ChecksumSize = 2;

    public const int ChunkIdentityOffset = ChecksumOffset + ChecksumSize;
    public const int ChunkIdentitySize = 2;

    public const int EncryptionOffset = ChunkIdentityOffset + ChunkIdentitySize;
    public const int EncryptionSize = 2;

    public const int KeyWrapOffset = EncryptionOffset + EncryptionSize;
    public const int KeyWrapSize = 2;

    public const int KeyGenerationOffset = KeyWrapOffset + KeyWrapSize;
    public const int KeyGenerationSize = 4;

    public const int Reserved1Offset = KeyGenerationOffset + KeyGenerationSize;
    public const int Reserved1Size = 4;

    public const int WrapNonceOffset = Reserved1Offset + Reserved1Size;
    public const int WrapNonceSize = 12;

    public const int WrappedKeyOffset = WrapNonceOffset + WrapNonceSize;
    public const int WrappedKeySize = 32;

    public const int WrapTagOffset = WrappedKeyOffset + WrappedKeySize;
    public const int WrapTagSize = 16;

    public const int EphemeralPublicKeyOffset = WrapTagOffset + WrapTagSize;
    public const int EphemeralPublicKeySize = 65;

    public const int Reserved2Offset = EphemeralPublicKeyOffset + EphemeralPublicKeySize;
    public const int Reserved2Size = 19;

    public const int KindSectionOffset = Reserved2Offset + Reserved2Size;
    public const int KindSectionSize = 1024;

    public const int Reserved3Offset = KindSectionOffset + KindSectionSize;
    public const int Reserved3Size = 2812;

    public const int HeaderChecksumOffset = Reserved3Offset + Reserved3Size;
    public const int HeaderChecksumSize = 4;

    public const int Size = HeaderChecksumOffset + HeaderChecksumSize;
}
