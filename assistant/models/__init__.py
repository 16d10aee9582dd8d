"""Language models behind one small interface. Criterio works whole without any; a model never decides alone."""
