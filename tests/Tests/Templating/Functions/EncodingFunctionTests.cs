using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class EncodingFunctionTests
{
    [Theory]
    [InlineData("a", "YQ==")]
    [InlineData("hello", "aGVs\nbG8=\n")]
    [InlineData("illegal base64 data at input byte 4", "aGVsbG8")]
    [InlineData("illegal base64 data at input byte 0", "!!")]
    [InlineData("illegal base64 data at input byte 4", "YWI=a")]
    [InlineData("illegal base64 data at input byte 4", "YQ==YQ==")]
    [InlineData("illegal base64 data at input byte 3", "YQ=")]
    public void Base64_is_read_with_the_reference_s_leniency(string expected, string text) =>
        Assert.Equal(expected, Calls.Text("b64dec", text));

    [Theory]
    [InlineData("hello", "NBSWY3DP")]
    [InlineData("a", "ME======")]
    [InlineData("illegal base32 data at input byte 0", "1")]
    [InlineData("illegal base32 data at input byte 0", "nbswy3dp")]
    public void Base32_is_read_strictly(string expected, string text) => Assert.Equal(expected, Calls.Text("b32dec", text));

    [Fact]
    public void What_is_encoded_can_be_read_again()
    {
        for (var length = 0; length < 70; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)((i * 37) + length)).ToArray();
            Assert.Equal(bytes, Call("b64dec", Call("b64enc", bytes)).StringBytes);
            Assert.Equal(bytes, Call("b32dec", Call("b32enc", bytes)).StringBytes);
        }
    }
}
