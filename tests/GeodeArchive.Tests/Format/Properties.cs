using FsCheck;
using FsCheck.Fluent;

namespace GeodeArchive.Tests.Format;

/// <summary>Runs a property without a word if it holds; if not, the exception says how to replay it.</summary>
internal static class Properties
{
    public static void Check<T>(Gen<T> values, int count, Action<T> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true), Prop.ForAll(Arb.From(values), property));
}
