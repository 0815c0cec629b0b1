using System.Text.RegularExpressions;

namespace GeodeArchive.Tests.Architecture;

/// <summary>
/// The patterns that <see cref="TidyTests"/> looks for, line by line. Some are written in two halves: this file keeps the rules too.
/// </summary>
internal static partial class TidyRules
{
    /// <summary>Work that was put off. A test that does not run proves nothing.</summary>
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK)\b|NotImplemented" + @"Exception|\bSkip" + @"\s*=")]
    public static partial Regex LeftUndone();

    /// <summary>
    /// A file that needs regions is two files; nobody can wait for an async method without a result, or see it fail;
    /// fields have an underscore, so that nothing needs to be qualified.
    /// </summary>
    [GeneratedRegex(@"^\s*#" + @"region|\basync " + @"void\b|\bth" + @"is\.[A-Za-z_]")]
    public static partial Regex UnwantedForm();

    /// <summary>Paths of the machine that a file was written on.</summary>
    [GeneratedRegex(@"(?<![\w.])/(wo" + "rk|fa" + @"rm)/|https?://[a-z.]*nu" + "get")]
    public static partial Regex MachinePath();

    /// <summary>Names of folders, files and types that say only that something belongs nowhere.</summary>
    [GeneratedRegex(@"^(Common|Utils?|Utilities|Helpers?|Misc|Manager)(\.cs)?$|[a-z](Utils?|Utilities|Helpers?|Manager)(\.cs)?$")]
    public static partial Regex NamelessName();

    /// <summary>How a file of the product may begin.</summary>
    [GeneratedRegex(@"^(namespace GeodeArchive\.|using |#if )")]
    public static partial Regex UsingOrNamespace();

    /// <summary>A class that others may derive from without anybody having thought of it.</summary>
    [GeneratedRegex(
        @"^\s*(public|internal|private|protected|file)\s+((partial|unsafe|new)\s+)*(class|record|record class)\s+(?!struct\b)\w")]
    public static partial Regex OpenClass();

    /// <summary>A type that begins in the first column: with file-scoped namespaces these are the ones that are not nested.</summary>
    [GeneratedRegex(
        @"^((public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*"
        + @"(class|struct|interface|enum|record\s+class|record\s+struct|record|delegate\s+[^(]+?)\s+(?<name>\w+)\s*([<({:;]|where|$)")]
    public static partial Regex TypeDeclaration();
}
