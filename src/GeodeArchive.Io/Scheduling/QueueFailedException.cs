using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Io.Scheduling;

/// <summary>
/// A worker was told to stop because another one failed. <see cref="Exception.InnerException"/> is that failure, and what
/// people should be shown; <see cref="WorkerGroup.Join"/> throws it instead of this.
/// </summary>
public sealed class QueueFailedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public QueueFailedException(Exception cause)
        : base("stopped because another worker failed", cause)
    {
    }

    /// <summary>Throws if there is a failure.</summary>
    public static void ThrowIf(Exception? failure)
    {
        if (failure is not null)
        {
            Throw(failure);
        }
    }

    [DoesNotReturn]
    private static void Throw(Exception failure) => throw new QueueFailedException(failure);
}
