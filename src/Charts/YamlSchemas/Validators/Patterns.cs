using System.Text;
using SecretsKit.Charts.YamlSchemas.Expressions;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>Expressions that a text must begin with. They follow RE2: no look-around, and linear in the text.</summary>
internal static class Patterns
{
    /// <summary>Compiles one with the switches of a validator.</summary>
    public static Re2 Compile(string pattern, ValidatorArguments arguments)
    {
        var switches = (arguments.IsOn("ignore_case", whenMissing: false) ? "i" : "")
            + (arguments.IsOn("multiline", whenMissing: false) ? "m" : "")
            + (arguments.IsOn("dotall", whenMissing: false) ? "s" : "");
        return Compile($@"\A(?{(switches.Length > 0 ? switches : "")}:{pattern})", pattern);
    }

    /// <summary>Compiles an expression.</summary>
    /// <param name="whole">The expression.</param>
    /// <param name="shown">What of it the user wrote.</param>
    private static Re2 Compile(string whole, string shown)
    {
        try
        {
            return Re2.Compile(Encoding.UTF8.GetBytes(whole));
        }
        catch (RegexpSyntaxException failure)
        {
            throw new ExpressionException($"the pattern '{shown}' is none of RE2: {failure.Message}");
        }
    }
}
