namespace SecretsKit.Templating.Parsing;

/// <summary>
/// Tokens with a look-ahead of three. <see cref="Line"/>, the line of the token that was read last, is
/// the line of an error, as in Go's parser.
/// </summary>
internal sealed class TokenBuffer(Lexer lexer)
{
    private Token _first;
    private Token _second;
    private Token _third;
    private int _count;

    public int Line => _first.Line;

    public Token Next()
    {
        if (_count > 0)
        {
            _count--;
        }
        else
        {
            _first = lexer.Next();
        }

        return At(_count);
    }

    public Token Peek()
    {
        if (_count > 0)
        {
            return At(_count - 1);
        }

        _count = 1;
        _first = lexer.Next();
        return _first;
    }

    /// <summary>Gives back the token that was taken last.</summary>
    public void Back() => _count++;

    /// <summary>Gives back two: the one that was taken last, and before it this one.</summary>
    public void Back(Token token)
    {
        _second = token;
        _count = 2;
    }

    /// <summary>Gives back three: the one that was taken last, and before it these.</summary>
    public void Back(Token token, Token following)
    {
        _second = following;
        _third = token;
        _count = 3;
    }

    public Token NextWord()
    {
        Token token;
        do
        {
            token = Next();
        }
        while (token.Kind == TokenKind.Space);
        return token;
    }

    public Token PeekWord()
    {
        var token = NextWord();
        Back();
        return token;
    }

    private Token At(int index) => index switch
    {
        0 => _first,
        1 => _second,
        _ => _third,
    };
}
