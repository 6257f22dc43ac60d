using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Templating.Functions;

/// <summary>Every function is every argument that its signature lets through: it answers, or refuses with a message.</summary>
public sealed class AnyArgumentTests
{
    // Keys of thousands of bits and costly hashes: their arguments are tested where they are.
    private static readonly string[] Slow = ["genPrivateKey", "genCA", "genSelfSignedCert", "genSignedCert", "bcrypt", "htpasswd",
        "derivePassword", "genSelfSignedCertWithKey"];

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Calls.Table.All.Where(f => !Slow.Contains(f.Name)).Select(f => new TheoryDataRow<string>(f.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_argument_breaks_a_function(string name)
    {
        var function = Calls.Table.Find(new ByteString(name))!;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new RandomValues(seed);
            var arguments = function.Parameters.Select(random.Argument).ToList();
            for (var more = random.Next(4); function.Rest is not null && more > 0; more--)
            {
                arguments.Add(random.Argument(function.Rest));
            }

            if (arguments.All(argument => argument is not null))
            {
                Run(function, [.. arguments.Select(argument => argument!.Value)]);
            }
        }
    }

    private static void Run(Function function, Value[] arguments)
    {
        try
        {
            _ = Calls.Show(function.Body(new Calls.Context(), arguments));
        }
        catch (ValueException refusal)
        {
            Assert.NotNull(refusal.Message);
        }
    }
}
