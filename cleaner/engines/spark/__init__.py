"""Spark: cleaning and learning as steps over DataFrames. The only package that imports PySpark, and only when it is used.

Workers need `affiliate-cleaner[spark]` too. What one row does wrong is told in that row; a row that kills its Python worker is
tried again by Spark and then fails the job, while the local engine would reject it.
"""

from cleaner.engines.spark.clean import Cleaned, clean
from cleaner.engines.spark.learn import learn
from cleaner.engines.spark.session import session

__all__ = ["Cleaned", "clean", "learn", "session"]
