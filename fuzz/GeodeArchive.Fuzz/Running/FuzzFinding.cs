using System.Security.Cryptography;

namespace GeodeArchive.Fuzz.Running;

/// <summary>An input that a target does not take as it must.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Input">The input.</param>
/// <param name="Execution">In which execution it was found, from 0.</param>
/// <param name="Reason">What happened.</param>
public sealed record FuzzFinding(string Target, byte[] Input, long Execution, string Reason)
{
    /// <summary>Name of the regression file that holds the input.</summary>
    public string FileName => $"{Target}-{Convert.ToHexStringLower(SHA256.HashData(Input))[..16]}.bin";
}
