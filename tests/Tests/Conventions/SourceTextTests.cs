using System.Text.RegularExpressions;

namespace SecretsKit.Tests.Conventions;

/// <summary>What the text of the sources must and must not hold.</summary>
public sealed partial class SourceTextTests
{
    private const int LongestFile = 500;
    private const int LongestLine = 140;

    [Fact]
    public void No_source_file_is_longer_than_the_limit() => SourceFiles.AssertNone(
        from file in SourceFiles.Under("src", "*.cs")
        let length = SourceFiles.Lines(file).Length
        where length > LongestFile
        select $"{file}: {length} lines");

    /// <summary>New lines hold to the limit; how many older ones do not may only become less.</summary>
    [Theory]
    [InlineData("src/Agent", 0)]
    [InlineData("src/Charts", 0)]
    [InlineData("src/Cli", 4)]
    [InlineData("src/CommandLine", 2)]
    [InlineData("src/Core", 0)]
    [InlineData("src/Kubernetes", 0)]
    [InlineData("src/Platform", 0)]
    [InlineData("src/Providers", 0)]
    [InlineData("src/Releases", 0)]
    [InlineData("src/Repository", 0)]
    [InlineData("src/Sync", 0)]
    [InlineData("src/Templating", 0)]
    [InlineData("tests/Benchmarks", 1)]
    [InlineData("tests/Goldens", 13)]
    [InlineData("tests/Integration", 9)]
    [InlineData("tests/Testing", 0)]
    [InlineData("tests/Tests", 32)]
    public void Lines_hold_to_the_limit(string folder, int longer)
    {
        var found = SourceFiles.Under(folder, "*.cs").SelectMany(SourceFiles.Lines).Count(line => line.Length > LongestLine);
        Assert.True(found <= longer, $"{found} lines are longer than {LongestLine} columns; {longer} were");
    }

    [Fact]
    public void Nothing_is_left_to_do_later() => SourceFiles.AssertNone(Find(["src", "tests", "examples"], UnfinishedWork()));

    [Fact]
    public void No_catch_swallows_an_error() => SourceFiles.AssertNone(
        from folder in new[] { "src", "tests" }
        from file in SourceFiles.Under(folder, "*.cs")
        where EmptyCatch().IsMatch(string.Join('\n', SourceFiles.Lines(file)))
        select file);

    [Fact]
    public void A_suppressed_warning_says_why_on_its_line() => SourceFiles.AssertNone(
        Find(["src", "tests"], Suppression()).Where(hit => !Reason().IsMatch(hit)));

    private static IEnumerable<string> Find(string[] folders, Regex pattern) =>
        from folder in folders
        where Directory.Exists(Path.Combine(Testing.Checkout.Root, folder))
        from file in SourceFiles.Under(folder, "*.cs")
        from line in SourceFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    // The words are taken apart so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b")]
    private static partial Regex UnfinishedWork();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"#pragma warning dis" + @"able|\[(assembly: |module: )?(Unconditional)?Suppress" + @"Message\(")]
    private static partial Regex Suppression();

    [GeneratedRegex(@"#pragma warning disable [^/]*// \S|Justification = ""\S")]
    private static partial Regex Reason();
}
