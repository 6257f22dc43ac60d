using System.Text.RegularExpressions;

namespace SecretsKit.Tests.Conventions;

/// <summary>
/// Failures say what is wrong by an enum and a subject, which hints and reports read: no code decides by the sentence of a failure, so
/// that a sentence can be reworded without losing what hangs on it.
/// </summary>
public sealed partial class FailureTextTests
{
    // The base library gives no other sign of a server that does not encrypt; Helm takes its own sentences apart to shorten them, and what
    // it shows of each has to be the same here; API servers say in their sentence alone which right is missing, Google's Secret Manager
    // that a version is destroyed or disabled, AWS's that a secret is about to be deleted, and kubelets what is wrong with a pod.
    private static readonly string[] Readers =
    [
        "src/Kubernetes/Requests/DenialSentence.cs",
        "src/Platform/Http/Sending/FailureClassifier.cs", "src/Templating/Errors/TemplateErrorText.cs",
        "src/Providers/Google/SecretManager/SecretManagerClient.cs",
        "src/Providers/Aws/Access/AwsServerSentence.cs", "src/Cli/Pipelines/Explaining/ProblemAdvice.cs",
    ];

    [Fact]
    public void No_code_decides_by_the_text_of_a_failure()
    {
        var found = (from file in SourceFiles.Under("src", "*.cs")
                     from line in SourceFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
                     where Decision().IsMatch(line.Text) && !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
                     select (File: file, Where: $"{file}:{line.Number}: {line.Text.Trim()}")).ToList();
        SourceFiles.AssertNone(found.Where(hit => !Readers.Contains(hit.File)).Select(hit => hit.Where));
        SourceFiles.AssertNone(Readers
            .Where(reader => !found.Exists(hit => hit.File == reader))
            .Select(reader => $"{reader} is listed and does it no more"));
    }

    [Theory]
    [InlineData("if (failure.Message.Contains(\"x\"))", true)]
    [InlineData("when failure.Message.StartsWith(\"x\", StringComparison.Ordinal)", true)]
    [InlineData("e.Message == \"x\"", true)]
    [InlineData("failure is { Message: \"x\" }", true)]
    [InlineData("return failure.Message switch", true)]
    [InlineData("if (message.EndsWith(\"x\"))", true)]
    [InlineData("words.Any(word => detail.Contains(word, StringComparison.Ordinal))", true)]
    [InlineData("if (failure.Problem.StartsWith(\"x\"))", true)]
    [InlineData("throw new ChartException(failure.Message, failure)", false)]
    [InlineData("var text = $\"{path}: {failure.Message}\";", false)]
    public void The_pattern_finds_decisions_and_leaves_quotations(string line, bool isFound) =>
        Assert.Equal(isFound, Decision().IsMatch(line));

    [GeneratedRegex(
        @"(?:\.Message|\bmessage)\s*(?:\.(?:Contains|StartsWith|EndsWith|IndexOf|LastIndexOf|Split|AsSpan)\(|==|!=|\bswitch\b)" +
            @"|\.Message\s+is\b|\bMessage: ""|(?:\.(?:Detail|Problem)|\bdetail)\.(?:Contains|StartsWith|EndsWith|IndexOf)\(")]
    private static partial Regex Decision();
}
