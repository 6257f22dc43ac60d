using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Blocks of PEM by their type.</summary>
internal static class PemFunctions
{
    public static FunctionTable AddPem(this FunctionTable table) => table.Add(
        "filterPEM",
        static (_, a) => Value.Of(Filter(TemplateText.Of(a[0]), TemplateText.Of(a[1]))),
        ParameterType.String,
        ParameterType.String);

    // Text around blocks is passed over as long as one of them is of the type.
    private static string Filter(string type, string text)
    {
        var found = new StringBuilder();
        for (var rest = text; ;)
        {
            if (PemText.Next(rest, out rest) is not { } block)
            {
                return found.Length > 0 || rest.Length == 0 ? found.ToString()
                    : throw new FunctionException("error filtering pem: found junk");
            }

            if (block.Type.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                found.Append(block.Write());
            }
        }
    }
}
