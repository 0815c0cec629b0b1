using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Many fingerprints at once are those that the library's SHA-256 gives one at a time.</summary>
public sealed class FingerprintBatchTests
{
    [Fact]
    public void Rows_of_every_length_have_the_fingerprint_that_they_have_alone()
    {
        Random random = new(1);
        List<GraphFingerprint> sums = [];
        List<GraphFingerprint> expected = [];
        FingerprintBatch batch = new();
        batch.Begin(sums);
        for (int length = 0; length < 600; length++)
        {
            for (int again = 0; again < 3; again++)
            {
                byte[] key = new byte[random.Next(0, 10)];
                byte[] value = new byte[length];
                random.NextBytes(key);
                random.NextBytes(value);
                batch.Add(key, value);
                expected.Add(GraphFingerprint.OfRow(key, value));
            }
        }

        batch.Complete();
        Assert.Equal(expected, sums);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_batch_that_is_used_again_forgets_what_was_not_completed(int count)
    {
        FingerprintBatch batch = new();
        batch.Begin([]);
        batch.Add([9], [9]);
        List<GraphFingerprint> sums = [default];
        batch.Begin(sums);
        for (byte i = 0; i < count; i++)
        {
            batch.Add([1], [i]);
        }

        batch.Complete();
        Assert.Equal(1 + count, sums.Count);
        for (byte i = 0; i < count; i++)
        {
            Assert.Equal(GraphFingerprint.OfRow([1], [i]), sums[1 + i]);
        }
    }
}
