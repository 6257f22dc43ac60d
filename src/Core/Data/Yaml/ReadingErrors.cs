using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>Failures of YAML that is well formed and no value for charts, in the reference's words.</summary>
internal static class ReadingErrors
{
    /// <summary>A failure at a node.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="at">Where.</param>
    /// <param name="problem">The words, without <c>yaml: </c>.</param>
    public static DocumentException At(DocumentFault fault, YamlNode at, string problem) => new(
        fault == DocumentFault.Limit ? ErrorCode.LimitExceeded : ErrorCode.MalformedDocument,
        fault,
        "yaml: " + problem,
        at.Line,
        at.Column)
    {
        Problem = problem,
    };
}
