namespace GeodeArchive.Load.Verifying;

/// <summary>While a load ran, the database was not what its streams say it must be.</summary>
/// <param name="message">What differs.</param>
public sealed class LoadMismatchException(string message) : Exception(message);
