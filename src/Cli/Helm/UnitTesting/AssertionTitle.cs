using System.Globalization;
using SecretsKit.Charts.UnitTesting.Results;

namespace SecretsKit.Cli.Helm.UnitTesting;

/// <summary>What an assertion is called in reports.</summary>
internal static class AssertionTitle
{
    /// <summary>Its place and its name.</summary>
    public static string Of(AssertionResult assertion) => string.Create(
        CultureInfo.InvariantCulture, $"asserts[{assertion.Index}]{(assertion.IsInverted ? " NOT" : "")} `{assertion.Type}` fail");
}
