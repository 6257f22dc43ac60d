using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Templates;

/// <summary>Arguments of functions as texts.</summary>
internal static class TemplateText
{
    /// <summary>The text of a string.</summary>
    public static string Of(Value value) => Encoding.UTF8.GetString(value.StringBytes);
}
